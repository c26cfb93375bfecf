package dev.darkroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEnvironmentTest {
    @Test
    void a_child_process_finds_its_programs_and_none_of_our_variables() throws IOException {
        assertThat(System.getenv()).as("given by the build").containsKey("DARKROOM_SUITE_KEY");

        Process child = ChildEnvironment.process(List.of("env")).start();
        String variables = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(variables).contains("PATH=").doesNotContain("DARKROOM", System.getenv("DARKROOM_SUITE_KEY"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DARKROOM_DATABASE_URL",
                "DARKROOM_SUPABASE_KEY",
                "FAL_KEY",
                "FAL_KEY_SECRET",
                "DATABASE_URL",
                "PGPASSWORD",
                "PGHOST",
                "PGOPTIONS",
                "SUPABASE_SERVICE_ROLE_KEY",
                "AWS_SECRET_ACCESS_KEY",
                "GITHUB_TOKEN",
                "https_proxy",
                "JAVA_TOOL_OPTIONS",
                "LD_PRELOAD",
                "SOMETHING_NOBODY_THOUGHT_OF"
            })
    void keys_addresses_and_whatever_is_unknown_stay_here(String name) {
        assertThat(ChildEnvironment.isHarmless(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PATH", "Path", "HOME", "LANG", "LC_ALL", "DISPLAY", "XDG_RUNTIME_DIR", "SystemRoot", "TMPDIR"})
    void what_a_program_needs_to_run_is_inherited(String name) {
        assertThat(ChildEnvironment.isHarmless(name)).isTrue();
    }
}
