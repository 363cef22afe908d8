/** What data sets consist of, and what networks see of their images. */
@NullMarked
package org.p2f.spec.data;

import org.jspecify.annotations.NullMarked;
