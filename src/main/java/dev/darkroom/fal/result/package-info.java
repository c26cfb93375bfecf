/**
 * The files that a result names and what the provider says of their safety. Imports http, json and secret of ours.
 */
@NullMarked
package dev.darkroom.fal.result;

import org.jspecify.annotations.NullMarked;
