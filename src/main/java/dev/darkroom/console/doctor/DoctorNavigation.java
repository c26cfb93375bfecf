package dev.darkroom.console.doctor;

import java.util.UUID;
import java.util.function.Consumer;

/** Where a finding leads. */
public record DoctorNavigation(Consumer<UUID> generation, Consumer<String> account, Consumer<UUID> file) {}
