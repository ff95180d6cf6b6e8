/** The actor of every command until access control comes. */
export const LOCAL_ACTOR = 'local';
