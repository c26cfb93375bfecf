/** The models that the fal.ai stand-in supports and their inputs. Imports json and sandbox.http of ours. */
@NullMarked
package dev.darkroom.sandbox.fal.model;

import org.jspecify.annotations.NullMarked;
