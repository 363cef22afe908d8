@NullMarked
package org.p2f.gateway.quota;

import org.jspecify.annotations.NullMarked;
