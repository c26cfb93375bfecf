/**
 * The screen Generations: the live list, the inspector of one generation, the forms for new ones and for retry and
 * cancel. Imports the kit of {@code console} and what the engine lets read and do; never another screen.
 */
@NullMarked
package dev.darkroom.console.generations;

import org.jspecify.annotations.NullMarked;
