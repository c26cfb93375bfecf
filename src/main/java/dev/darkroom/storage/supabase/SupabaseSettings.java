package dev.darkroom.storage.supabase;

import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a Supabase Storage is, with which key it is asked and which bucket is meant.
 *
 * <p>How the base address is read: without a path ({@code https://ref.supabase.co}, {@code http://localhost:8000}) the API is
 * looked for under {@code /storage/v1}, and at the root when the server has no such route. With a path, a lone
 * {@code /} included, it is taken as it stands: {@code http://127.0.0.1:5000/} is a storage server without a gateway. Only a
 * hosted project ({@code *.supabase.co}) always gets {@code /storage/v1}.
 *
 * @param key a service or user key (a JWT or an {@code sb_secret_…} key); never shown
 * @param tls whether the key may go over plain http to another machine
 */
public record SupabaseSettings(URI baseUrl, String key, String bucket, TlsRequirement tls) {
    public SupabaseSettings {
        baseUrl = checkAddress(baseUrl);
        tls.checkKeyAddress("Supabase URL", baseUrl);
        key = checkKey(key);
        ObjectKeys.checkBucket(bucket);
        SecretRedactor.register(key);
    }

    /** Reads what a person typed; the sentences of the exceptions name what to fix. */
    public static SupabaseSettings of(String baseUrl, String key, String bucket) {
        return of(baseUrl, key, bucket, TlsRequirement.VERIFIED);
    }

    public static SupabaseSettings of(String baseUrl, String key, String bucket, TlsRequirement tls) {
        try {
            return new SupabaseSettings(new URI(baseUrl.strip()), key, bucket, tls);
        } catch (URISyntaxException exception) {
            throw new IllegalArgumentException(
                    "The Supabase URL is not an address; write it like https://ref.supabase.co.", exception);
        }
    }

    public SupabaseSettings withKey(String other) {
        return new SupabaseSettings(baseUrl, other, bucket, tls);
    }

    public SupabaseSettings withBucket(String other) {
        return new SupabaseSettings(baseUrl, key, other, tls);
    }

    @Override
    public String toString() {
        return "SupabaseSettings[" + baseUrl + ", key ***, bucket " + bucket + "]";
    }

    private static URI checkAddress(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("The Supabase URL"
                    + " must begin with http:// or https:// and name a host, like https://ref.supabase.co.");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("The Supabase URL"
                    + " must be a plain address, without a user, \"?\" or \"#\"; the key is set on its own.");
        }
        return url;
    }

    private static String checkKey(String key) {
        String stripped = key.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException(
                    "The Supabase key is empty; copy the service_role or secret key from the project's API settings.");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "The Supabase key contains a blank or a special character; copy it again as one piece.");
        }
        return stripped;
    }
}
