@NullMarked
package org.p2f.local.platform;

import org.jspecify.annotations.NullMarked;
