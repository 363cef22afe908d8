/** Spring Security, as every server sets it. */
@NullMarked
package org.p2f.http.security;

import org.jspecify.annotations.NullMarked;
