@NullMarked
package org.p2f.gateway;

import org.jspecify.annotations.NullMarked;
