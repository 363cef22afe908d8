/** Heads that read codes, and how they are trained. */
@NullMarked
package org.p2f.spec.head;

import org.jspecify.annotations.NullMarked;
