/** The traces that work belongs to which nobody waits for: jobs', and studies'. */
@NullMarked
package org.p2f.catalog.trace;

import org.jspecify.annotations.NullMarked;
