@NullMarked
package org.p2f.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
