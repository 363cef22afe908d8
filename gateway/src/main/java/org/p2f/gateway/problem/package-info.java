/** What the gateway itself refuses, as problem details (RFC 9457). */
@NullMarked
package org.p2f.gateway.problem;

import org.jspecify.annotations.NullMarked;
