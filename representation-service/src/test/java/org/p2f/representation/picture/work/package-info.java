@NullMarked
package org.p2f.representation.picture.work;

import org.jspecify.annotations.NullMarked;
