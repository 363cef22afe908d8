/** A model as a folder that a model hub shows: what its card tells, and the code in it. */
@NullMarked
package org.p2f.training.hub;

import org.jspecify.annotations.NullMarked;
