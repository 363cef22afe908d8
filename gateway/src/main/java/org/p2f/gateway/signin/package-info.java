/** Signing in to the console at an OpenID provider. */
@NullMarked
package org.p2f.gateway.signin;

import org.jspecify.annotations.NullMarked;
