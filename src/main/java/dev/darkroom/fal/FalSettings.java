package dev.darkroom.fal;

import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import okhttp3.HttpUrl;

/**
 * Where fal.ai is and the key that opens it. The key is never part of {@link #toString()} or of any log line, and goes to http only on
 * this machine or where the connection says so.
 */
public record FalSettings(URI queueUrl, URI apiUrl, String key, TlsRequirement tls) {
    public static final URI QUEUE = URI.create("https://queue.fal.run");
    public static final URI API = URI.create("https://api.fal.ai/v1");

    /** Throws {@link IllegalArgumentException} with a sentence that names the setting and the fix. */
    public FalSettings {
        queueUrl = address("fal queue address", queueUrl, QUEUE);
        apiUrl = address("fal API address", apiUrl, API);
        tls.checkKeyAddress("fal queue address", queueUrl);
        tls.checkKeyAddress("fal API address", apiUrl);
        key = key.strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    "The fal key is missing: set FAL_KEY to the key shown at fal.ai/dashboard/keys, in the form id:secret.");
        }
        // Also keeps line ends out of the header.
        if (!key.matches("[\\x21-\\x39\\x3b-\\x7e]+:[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException(
                    "The fal key has the wrong form: it must be id:secret, without spaces (two parts joined by one colon).");
        }
        SecretRedactor.register(key);
        SecretRedactor.register(key.substring(key.indexOf(':') + 1));
    }

    public FalSettings(URI queueUrl, URI apiUrl, String key) {
        this(queueUrl, apiUrl, key, TlsRequirement.VERIFIED);
    }

    public FalSettings(String key) {
        this(QUEUE, API, key);
    }

    /**
     * Whether the key may be sent there: to the queue's own origin only, whatever a row or an answer names. Other hosts of fal.run serve
     * what their customers wrote. This machine has several names.
     */
    boolean sameService(HttpUrl url) {
        HttpUrl queue = HttpUrl.get(queueUrl.toString());
        boolean sameHost = url.host().equals(queue.host())
                || (LoopbackAddress.isLoopback(url.host()) && LoopbackAddress.isLoopback(queue.host()));
        return sameHost && url.scheme().equals(queue.scheme()) && url.port() == queue.port();
    }

    private static URI address(String name, URI address, URI example) {
        String scheme = address.getScheme();
        boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("The " + name + " must be a full web address such as " + example + ".");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The " + name
                    + " must not hold a user, a question mark or a # sign: use " + example + " or the like.");
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("/+$", "")) : address;
    }

    @Override
    public String toString() {
        return "FalSettings[queueUrl=" + queueUrl + ", apiUrl=" + apiUrl + ", key=***]";
    }
}
