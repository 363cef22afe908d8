/** Graceful shutdown. */
@NullMarked
package org.p2f.http.drain;

import org.jspecify.annotations.NullMarked;
