/**
 * The Generations screen: the live list, the inspector of one generation, the forms for new ones and for retry and
 * cancel. Imports console.kit, fal, generation, message, storage and system of ours.
 */
@NullMarked
package dev.darkroom.console.generations;

import org.jspecify.annotations.NullMarked;
