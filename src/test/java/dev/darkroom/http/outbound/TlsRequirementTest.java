package dev.darkroom.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.fal.FalSettings;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsRequirementTest {
    private static final String TAKEN = "taken";

    @ParameterizedTest
    @CsvSource({
        "https://ref.example, taken, taken, taken",
        "http://127.0.0.1:54321, taken, taken, taken",
        "http://localhost:54321, taken, taken, taken",
        "http://[::1]:54321, taken, taken, taken",
        "http://ref.example, refused, refused, taken",
        "http://10.0.0.8, refused, refused, taken",
        "http://localhost.example, refused, refused, taken",
        "http://127.0.0.1.nip.io, refused, refused, taken"
    })
    void a_key_goes_in_clear_to_this_machine_only_unless_the_connection_says_off(
            URI address, String verified, String unverified, String off) {
        String[] outcomes = {verified, unverified, off};
        for (TlsRequirement tls : TlsRequirement.values()) {
            assertThat(Arrays.asList(
                            outcome(
                                    "fal.ai queue address",
                                    address,
                                    () -> new FalSettings(address, FalSettings.API, "a:b", tls)),
                            outcome(
                                    "fal.ai API address",
                                    address,
                                    () -> new FalSettings(FalSettings.QUEUE, address, "a:b", tls)),
                            outcome(
                                    "Supabase URL",
                                    address,
                                    () -> SupabaseSettings.of(address.toString(), "key", "media", tls))))
                    .as(tls.word())
                    .containsOnly(outcomes[tls.ordinal()]);
        }
    }

    private static String outcome(String setting, URI address, Runnable making) {
        try {
            making.run();
            return TAKEN;
        } catch (IllegalArgumentException refused) {
            assertThat(refused)
                    .hasMessage(
                            "The " + setting + " begins with http://, so its key would be sent to "
                                    + address.getHost()
                                    + " unencrypted: write https://, or set \"tls\": \"off\" for the connection if that is intended.");
            return "refused";
        }
    }
}
