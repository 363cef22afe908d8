/** Authorisation: JSON Web Tokens with the scopes read, run and admin. */
@NullMarked
package org.p2f.kit.security;

import org.jspecify.annotations.NullMarked;
