package dev.darkroom.alert;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The part of every day in which nobody is told of alerts, as the clocks of one place show it. They may span midnight; the same
 * time twice is a whole day.
 *
 * @param until the first moment in which alerts are told again
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {
    public boolean include(Instant moment) {
        LocalTime time = moment.atZone(zone).toLocalTime();
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until)
                : !time.isBefore(from) || time.isBefore(until);
    }
}
