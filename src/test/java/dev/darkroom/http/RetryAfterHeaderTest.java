package dev.darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterHeaderTest {
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T13:44:29Z"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                              | 0
            7                              | 7
            ' 120 '                        | 120
            99999999999999999              | 3600
            99999999999999999999           | 3600
            90000                          | 3600
            Mon, 23 Nov 2026 13:44:59 GMT  | 30
            Monday, 23-Nov-26 13:44:59 GMT | 30
            Mon Nov 23 13:44:59 2026       | 30
            Sun Nov  1 13:44:59 2026       | 0
            Mon, 23 Nov 2020 13:44:59 GMT  | 0
            Mon, 23 Nov 2099 13:44:59 GMT  | 3600
            Tue, 23 Nov 9999 13:44:59 GMT  | 3600
            """)
    void reads_seconds_and_dates(String header, long seconds) {
        assertThat(RetryAfterHeader.parse(header, clock)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "''",
                "soon",
                "-1",
                "-99999999999999999999",
                "1.5",
                "1e9",
                "'Tue, 23 Nov 99999999999999 13:44:59 GMT'",
                "Mon, 99 Nov 2026 13:44:59 GMT",
                "٣"
            })
    void ignores_what_makes_no_sense(String header) {
        assertThat(RetryAfterHeader.parse(header, clock)).isEmpty();
        assertThat(RetryAfterHeader.parse(null, clock)).isEmpty();
    }
}
