/** The models that the fal.ai stand-in supports and their inputs. Depends on json and sandbox.http. */
@NullMarked
package dev.darkroom.sandbox.fal.model;

import org.jspecify.annotations.NullMarked;
