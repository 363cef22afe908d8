/** NumPy's file format for arrays. */
@NullMarked
package org.p2f.spec.npy;

import org.jspecify.annotations.NullMarked;
