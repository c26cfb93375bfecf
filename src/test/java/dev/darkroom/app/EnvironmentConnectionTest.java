package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.app.ConnectionResolver.EnvironmentConnection;
import dev.darkroom.console.ConnectionBadge;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentConnectionTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "DARKROOM_DATABASE_URL", "postgresql://ada:pass-word-3@db.example.co:5432/postgres",
            "DARKROOM_SUPABASE_URL", "https://abc.supabase.co/",
            "DARKROOM_SUPABASE_KEY", "service-key-3",
            "FAL_KEY", "id-3:secret-3");

    @Test
    void it_is_complete_with_four_variables() {
        ConnectionResolver.Chosen env = EnvironmentConnection.of(new ProcessEnvironment(COMPLETE));
        assertThat(env.connection())
                .returns("jdbc:postgresql://db.example.co:5432/postgres", ConnectionProfile::databaseUrl)
                .returns("https://abc.supabase.co", ConnectionProfile::supabaseUrl)
                .returns("generations", ConnectionProfile::bucket)
                .returns("https://queue.fal.run", ConnectionProfile::falUrl)
                .returns("https://api.fal.ai", ConnectionProfile::falApiUrl);
        assertThat(env.secrets())
                .isEqualTo(new ConnectionSecrets("ada", "pass-word-3", "service-key-3", "id-3:secret-3"));
        assertThat(env.toString()).doesNotContain("pass-word-3", "service-key-3", "secret-3");
    }

    @Test
    void the_key_of_fal_may_come_in_two_parts_and_the_whole_one_counts_first() {
        Map<String, String> parts = new HashMap<>(with("FAL_KEY_ID", "id-4").variables());
        parts.put("FAL_KEY_SECRET", "secret-4");
        assertThat(falKey(parts)).isEqualTo("id-3:secret-3");
        parts.remove("FAL_KEY");
        assertThat(falKey(parts)).isEqualTo("id-4:secret-4");
        parts.remove("FAL_KEY_SECRET");
        assertThatThrownBy(() -> falKey(parts)).hasMessage("The connection env is incomplete: set FAL_KEY.");
    }

    private static String falKey(Map<String, String> variables) {
        return EnvironmentConnection.of(new ProcessEnvironment(variables))
                .secrets()
                .falKey();
    }

    @Test
    void all_that_are_missing_are_named_at_once() {
        assertThatThrownBy(() -> EnvironmentConnection.of(
                        new ProcessEnvironment(Map.of("FAL_KEY", "id:secret", "DARKROOM_SUPABASE_KEY", " "))))
                .hasMessage(
                        "The connection env is incomplete: set DARKROOM_DATABASE_URL, DARKROOM_SUPABASE_URL, DARKROOM_SUPABASE_KEY.");
        assertThatThrownBy(() -> EnvironmentConnection.of(with("FAL_KEY", "")))
                .hasMessage("The connection env is incomplete: set FAL_KEY.");
    }

    @Test
    void a_wrong_one_is_named_without_its_secret() {
        assertThatThrownBy(
                        () -> EnvironmentConnection.of(with("DARKROOM_DATABASE_URL", "mysql://ada:hidden-4@host/app")))
                .hasMessageStartingWith("DARKROOM_DATABASE_URL cannot be used")
                .hasMessageNotContaining("hidden-4");
        assertThatThrownBy(() -> EnvironmentConnection.of(with("DARKROOM_FAL_URL", "queue.fal.run")))
                .hasMessageContaining("DARKROOM_FAL_URL must be an http or https address");
    }

    @Test
    void services_elsewhere_are_asked_for_tls_unless_the_environment_says_otherwise_in_a_word() {
        Map<String, String> clear = Map.of(
                "DARKROOM_DATABASE_URL", "postgresql://ada:pass-word-3@db.example.co:5432/postgres?sslmode=disable",
                "DARKROOM_SUPABASE_URL", "http://storage.example.co",
                "DARKROOM_SUPABASE_KEY", "service-key-3",
                "FAL_KEY", "id-3:secret-3");
        assertThatThrownBy(() -> addresses(clear))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "The connection env cannot be used: The database URL contains sslmode=disable, which is weaker"
                                + " than \"tls\": \"verified\": remove it, or set \"tls\": \"unverified\" for the connection.");
        Map<String, String> off = new HashMap<>(clear);
        off.put("DARKROOM_TLS", "off");
        assertThat(addresses(off).storage().baseUrl()).hasScheme("http");
        off.put("DARKROOM_TLS", "none");
        assertThatThrownBy(() -> addresses(off))
                .hasMessage(
                        "The environment of the connection env cannot be used: DARKROOM_TLS must be one of verified,"
                                + " unverified, off, not \"none\".");
    }

    private static ServiceEndpoints addresses(Map<String, String> variables) {
        ConnectionResolver.Chosen env = EnvironmentConnection.of(new ProcessEnvironment(variables));
        return ConnectionResolver.addresses(new ConnectionResolver.Chosen(env.connection(), env.secrets()));
    }

    @Test
    void its_read_only_form_needs_no_fal_key_and_shares_no_log() {
        Map<String, String> variables = new HashMap<>(COMPLETE);
        variables.remove("FAL_KEY");
        variables.put("DARKROOM_READ_ONLY", "true");
        ConnectionResolver.Chosen env = EnvironmentConnection.of(new ProcessEnvironment(variables));
        assertThat(env.connection())
                .returns(true, ConnectionProfile::readOnly)
                .returns(false, ConnectionProfile::runsEngine)
                .returns(false, ConnectionProfile::sharesLogs);
        assertThat(EnvironmentConnection.of(new ProcessEnvironment(COMPLETE))
                        .connection()
                        .readOnly())
                .isFalse();
    }

    @Test
    void it_is_production_unless_the_environment_says_staging_read_only_or_not() {
        assertThat(badge(COMPLETE)).isEqualTo(ConnectionBadge.Kind.PRODUCTION);
        assertThat(badge(with("DARKROOM_READ_ONLY", "true").variables())).isEqualTo(ConnectionBadge.Kind.PRODUCTION);
        assertThat(badge(with("DARKROOM_STAGE", "staging").variables())).isEqualTo(ConnectionBadge.Kind.STAGING);
        assertThatThrownBy(() -> EnvironmentConnection.of(with("DARKROOM_STAGE", "stage")))
                .hasMessage("The environment of the connection env cannot be used: DARKROOM_STAGE must be one of"
                        + " production, staging, not \"stage\".");
    }

    private static ConnectionBadge.Kind badge(Map<String, String> variables) {
        return WindowStateStore.badge(EnvironmentConnection.of(new ProcessEnvironment(variables))
                        .connection())
                .kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "tru", "on", "read-only", "\"true\""})
    void a_slip_in_the_word_for_read_only_opens_nothing(String word) {
        assertThatThrownBy(() -> EnvironmentConnection.of(with("DARKROOM_READ_ONLY", word)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("DARKROOM_READ_ONLY cannot be used: it must be true or false.");
    }

    private static ProcessEnvironment with(String name, String value) {
        Map<String, String> variables = new HashMap<>(COMPLETE);
        variables.put(name, value);
        return new ProcessEnvironment(variables);
    }
}
