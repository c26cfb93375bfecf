package dev.darkroom.console.doctor;

import java.util.UUID;
import java.util.function.Consumer;

/** The jumps from a finding. */
public record DoctorNavigation(Consumer<UUID> generation, Consumer<String> account, Consumer<UUID> file) {}
