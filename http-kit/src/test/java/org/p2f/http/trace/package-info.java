@NullMarked
package org.p2f.http.trace;

import org.jspecify.annotations.NullMarked;
