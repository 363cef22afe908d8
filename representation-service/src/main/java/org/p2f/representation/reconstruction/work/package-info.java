/** Runs score networks and decoders. */
@NullMarked
package org.p2f.representation.reconstruction.work;

import org.jspecify.annotations.NullMarked;
