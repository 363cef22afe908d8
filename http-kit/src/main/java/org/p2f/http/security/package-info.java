/** Spring Security defaults of every server. */
@NullMarked
package org.p2f.http.security;

import org.jspecify.annotations.NullMarked;
