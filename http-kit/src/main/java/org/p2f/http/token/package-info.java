/** Token verification: JSON Web Tokens signed with RS256. */
@NullMarked
package org.p2f.http.token;

import org.jspecify.annotations.NullMarked;
