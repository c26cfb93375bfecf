/** The files named by a result and their safety flags. Imports http, json and secret of ours. */
@NullMarked
package dev.darkroom.fal.result;

import org.jspecify.annotations.NullMarked;
