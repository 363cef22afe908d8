/** Gathers what a model's card tells and writes the folder. */
@NullMarked
package org.p2f.training.hub.work;

import org.jspecify.annotations.NullMarked;
