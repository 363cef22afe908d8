@NullMarked
package org.p2f.local;

import org.jspecify.annotations.NullMarked;
