/** Heads: their kinds, training settings, the codes they read and how well they read them. */
@NullMarked
package org.p2f.downstream.head;

import org.jspecify.annotations.NullMarked;
