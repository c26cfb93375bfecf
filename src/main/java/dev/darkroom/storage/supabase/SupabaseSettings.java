package dev.darkroom.storage.supabase;

import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address, key and bucket of a Supabase Storage.
 *
 * <p>How the base address is interpreted: without a path ({@code https://ref.supabase.co}, {@code http://localhost:8000}) the
 * API is expected under {@code /storage/v1}, or at the root when the server has no such route. With a path, including a lone
 * {@code /}, it is used as given: {@code http://127.0.0.1:5000/} is a storage server without a gateway. Only a hosted project
 * ({@code *.supabase.co}) always gets {@code /storage/v1}.
 *
 * @param key a service or user key (a JWT or an {@code sb_secret_...} key); never shown
 * @param tls whether the key may be sent over plain http to another machine
 */
public record SupabaseSettings(URI baseUrl, String key, String bucket, TlsRequirement tls) {
    public SupabaseSettings {
        baseUrl = checkAddress(baseUrl);
        tls.checkKeyAddress(CodedMessage.of("setting.name.supabase"), baseUrl);
        key = checkKey(key);
        ObjectKeys.checkBucket(bucket);
        SecretRedactor.register(key);
    }

    /** Parses user input; exception messages name what to fix. */
    public static SupabaseSettings of(String baseUrl, String key, String bucket) {
        return of(baseUrl, key, bucket, TlsRequirement.VERIFIED);
    }

    public static SupabaseSettings of(String baseUrl, String key, String bucket, TlsRequirement tls) {
        try {
            return new SupabaseSettings(new URI(baseUrl.strip()), key, bucket, tls);
        } catch (URISyntaxException _) {
            throw new RefusedInputException("setting.supabase.none");
        }
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
            throw new RefusedInputException("setting.supabase.web");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new RefusedInputException("setting.supabase.plain");
        }
        return url;
    }

    private static String checkKey(String key) {
        String stripped = key.strip();
        if (stripped.isEmpty()) {
            throw new RefusedInputException("setting.supabase.key");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new RefusedInputException("setting.supabase.form");
        }
        return stripped;
    }
}
