/**
 * The Generations screen: the live list, the inspector of one generation, the forms for new ones and for retry and
 * cancel. Depends on console.kit, fal, generation, message, storage and system.
 */
@NullMarked
package dev.darkroom.console.generations;

import org.jspecify.annotations.NullMarked;
