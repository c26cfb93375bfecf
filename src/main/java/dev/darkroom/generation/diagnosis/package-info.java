/**
 * Why a generation does not move and what is safe to do: rules over a row and a snapshot of the cluster, and the monitor that
 * stores their findings. Depends on database, event, fal, generation, generation.engine, json, logging, message and system.
 */
@NullMarked
package dev.darkroom.generation.diagnosis;

import org.jspecify.annotations.NullMarked;
