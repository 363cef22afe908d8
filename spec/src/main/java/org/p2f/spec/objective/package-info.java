/** What training minimises. */
@NullMarked
package org.p2f.spec.objective;

import org.jspecify.annotations.NullMarked;
