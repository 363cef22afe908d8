@NullMarked
package org.p2f.local.backup;

import org.jspecify.annotations.NullMarked;
