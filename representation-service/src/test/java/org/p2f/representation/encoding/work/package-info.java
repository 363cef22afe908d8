@NullMarked
package org.p2f.representation.encoding.work;

import org.jspecify.annotations.NullMarked;
