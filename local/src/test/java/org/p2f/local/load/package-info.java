/** Everything at once, for a while. */
@org.jspecify.annotations.NullMarked
package org.p2f.local.load;
