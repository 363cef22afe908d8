/** In whose name a request is answered, in which project, and what the audit log keeps of it. */
@NullMarked
package org.p2f.kit.access;

import org.jspecify.annotations.NullMarked;
