@NullMarked
package org.p2f.local.study;

import org.jspecify.annotations.NullMarked;
