/** Job handlers: turn plans into trained heads, analyses and study reports. */
@NullMarked
package org.p2f.downstream.compute;

import org.jspecify.annotations.NullMarked;
