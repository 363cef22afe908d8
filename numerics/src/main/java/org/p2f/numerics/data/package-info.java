/**
 * Labelled images: importing them from their published formats, checked to the last byte, into one
 * immutable file; and reading that file fast, mapped, by many threads.
 */
@NullMarked
package org.p2f.numerics.data;

import org.jspecify.annotations.NullMarked;
