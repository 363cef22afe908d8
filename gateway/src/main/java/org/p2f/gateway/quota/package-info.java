/** How many requests a caller may make: token buckets per token or address. */
@NullMarked
package org.p2f.gateway.quota;

import org.jspecify.annotations.NullMarked;
