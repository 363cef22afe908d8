/** Encodes in batches: model pool, queue, cache, engine thread. */
@NullMarked
package org.p2f.representation.encoding.work;

import org.jspecify.annotations.NullMarked;
