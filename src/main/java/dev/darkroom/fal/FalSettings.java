package dev.darkroom.fal;

import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import okhttp3.HttpUrl;

/**
 * The addresses of fal.ai and its key. The key is never part of {@link #toString()} or of any log line, and is sent over plain
 * http only on this machine or where the connection settings allow it.
 */
public record FalSettings(URI queueUrl, URI apiUrl, String key, TlsRequirement tls) {
    public static final URI QUEUE = URI.create("https://queue.fal.run");
    public static final URI API = URI.create("https://api.fal.ai/v1");

    /** Throws {@link IllegalArgumentException} with a sentence that names the setting and the fix. */
    public FalSettings {
        CodedMessage queueName = CodedMessage.of("setting.name.queue");
        CodedMessage apiName = CodedMessage.of("setting.name.api");
        queueUrl = address(queueName, queueUrl, QUEUE);
        apiUrl = address(apiName, apiUrl, API);
        tls.checkKeyAddress(queueName, queueUrl);
        tls.checkKeyAddress(apiName, apiUrl);
        key = key.strip();
        if (key.isEmpty()) {
            throw new RefusedInputException("setting.fal.key");
        }
        // Also keeps line breaks out of the header.
        if (!key.matches("[\\x21-\\x39\\x3b-\\x7e]+:[\\x21-\\x7e]+")) {
            throw new RefusedInputException("setting.fal.form");
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
     * Whether the key may be sent to this URL: only to the queue's own origin, whatever a row or an answer names. Other hosts
     * of fal.run serve code written by their customers. Names of this machine are treated as equal.
     */
    boolean isSameService(HttpUrl url) {
        HttpUrl queue = HttpUrl.get(queueUrl.toString());
        boolean sameHost = url.host().equals(queue.host())
                || (LoopbackAddress.isLoopback(url.host()) && LoopbackAddress.isLoopback(queue.host()));
        return sameHost && url.scheme().equals(queue.scheme()) && url.port() == queue.port();
    }

    private static URI address(CodedMessage name, URI address, URI example) {
        String scheme = address.getScheme();
        boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || address.getHost() == null) {
            throw new RefusedInputException("setting.web", name, example);
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null || address.getRawUserInfo() != null) {
            throw new RefusedInputException("setting.plain", name, example);
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("/+$", "")) : address;
    }

    @Override
    public String toString() {
        return "FalSettings[queueUrl=" + queueUrl + ", apiUrl=" + apiUrl + ", key=***]";
    }
}
