@NullMarked
package org.p2f.representation;

import org.jspecify.annotations.NullMarked;
