//! Workspaces, members, their roles and their tokens.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{MemberId, Role, Roles, Timestamp, TokenId, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, lower, of};
use crate::schema::{member_roles, members, tokens, workspaces};

/// One team.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = workspaces)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name, unique in the installation.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A user, or an integration without an e-mail address.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = members, treat_none_as_default_value = false)]
pub struct Member {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Its id.
    pub id: MemberId,
    /// The address to sign in with.
    pub email: Option<String>,
    /// What others see.
    pub name: String,
    /// Argon2id, in PHC form.
    pub password_hash: Option<String>,
    /// When it joined.
    pub created_at: Timestamp,
    /// When it was shut out.
    pub disabled_at: Option<Timestamp>,
}

/// A token, without its secret.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = tokens, treat_none_as_default_value = false)]
pub struct Token {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub member_id: MemberId,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the secret, in hex.
    pub hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Every workspace, oldest first.
pub fn workspaces(conn: &mut Conn) -> StoreResult<Vec<Workspace>> {
    workspaces::table.order(workspaces::id.asc()).select(of::<Workspace>()).all(conn)
}

/// The workspace of a name.
pub fn workspace_named(conn: &mut Conn, name: &str) -> StoreResult<Option<Workspace>> {
    workspaces::table.filter(workspaces::name.eq(name)).select(of::<Workspace>()).maybe(conn)
}

/// Makes a workspace.
pub fn add_workspace(conn: &mut Conn, workspace: &Workspace) -> StoreResult<()> {
    diesel::insert_into(workspaces::table).values(workspace).run(conn).map(drop)
}

/// Adds a member with its roles.
pub fn add(conn: &mut Conn, member: &Member, roles: Roles) -> StoreResult<()> {
    diesel::insert_into(members::table).values(member).run(conn)?;
    insert_roles(conn, member.workspace_id, member.id, roles)
}

fn insert_roles(conn: &mut Conn, workspace: WorkspaceId, member: MemberId, roles: Roles) -> StoreResult<()> {
    let rows: Vec<_> = roles
        .iter()
        .map(|role| {
            (
                member_roles::workspace_id.eq(workspace),
                member_roles::member_id.eq(member),
                member_roles::role.eq(role),
            )
        })
        .collect();
    diesel::insert_into(member_roles::table).values(&rows).run(conn).map(drop)
}

/// The name of a workspace.
pub fn workspace_name(conn: &mut Conn, id: WorkspaceId) -> StoreResult<Option<String>> {
    workspaces::table.filter(workspaces::id.eq(id)).select(workspaces::name).maybe(conn)
}

/// Every member, by name.
pub fn list(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<Member>> {
    members::table
        .filter(members::workspace_id.eq(workspace))
        .order((members::name.asc(), members::id.asc()))
        .select(of::<Member>())
        .all(conn)
}

/// The member who signs in with an address.
pub fn by_email(conn: &mut Conn, workspace: WorkspaceId, email: &str) -> StoreResult<Option<Member>> {
    members::table
        .filter(members::workspace_id.eq(workspace))
        .filter(members::email.eq(email))
        .select(of::<Member>())
        .maybe(conn)
}

/// The roles of every member of a workspace.
pub fn roles(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<(MemberId, Role)>> {
    member_roles::table
        .filter(member_roles::workspace_id.eq(workspace))
        .select((member_roles::member_id, member_roles::role))
        .all(conn)
}

/// The roles of one member.
pub fn roles_of(conn: &mut Conn, workspace: WorkspaceId, member: MemberId) -> StoreResult<Roles> {
    let roles: Vec<Role> = member_roles::table
        .filter(member_roles::workspace_id.eq(workspace))
        .filter(member_roles::member_id.eq(member))
        .select(member_roles::role)
        .all(conn)?;
    Ok(roles.into_iter().collect())
}

/// Adds a token.
pub fn add_token(conn: &mut Conn, token: &Token) -> StoreResult<()> {
    diesel::insert_into(tokens::table).values(token).run(conn).map(drop)
}

/// The token of a hash and its member, whatever their workspace: the token is what says it.
pub fn token_by_hash(conn: &mut Conn, hash: &str) -> StoreResult<Option<(Token, Member)>> {
    tokens::table
        .inner_join(
            members::table
                .on(members::workspace_id.eq(tokens::workspace_id).and(members::id.eq(tokens::member_id))),
        )
        .filter(tokens::hash.eq(hash))
        .select((of::<Token>(), of::<Member>()))
        .maybe(conn)
}

/// One token and its member.
pub fn token_by_id(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: TokenId,
) -> StoreResult<Option<(Token, Member)>> {
    tokens::table
        .inner_join(
            members::table
                .on(members::workspace_id.eq(tokens::workspace_id).and(members::id.eq(tokens::member_id))),
        )
        .filter(tokens::workspace_id.eq(workspace))
        .filter(tokens::id.eq(id))
        .select((of::<Token>(), of::<Member>()))
        .maybe(conn)
}

/// Notes that a token was used.
pub fn touch_token(
    conn: &mut Conn,
    workspace: WorkspaceId,
    token: TokenId,
    at: Timestamp,
) -> StoreResult<()> {
    diesel::update(tokens::table)
        .filter(tokens::workspace_id.eq(workspace))
        .filter(tokens::id.eq(token))
        .set(tokens::last_used_at.eq(at))
        .run(conn)
        .map(drop)
}

/// The names of some members.
pub fn names(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MemberId],
) -> StoreResult<HashMap<MemberId, String>> {
    let rows: Vec<(MemberId, String)> = members::table
        .filter(members::workspace_id.eq(workspace))
        .filter(members::id.eq_any(ids))
        .select((members::id, members::name))
        .all(conn)?;
    Ok(rows.into_iter().collect())
}

/// One member.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: MemberId) -> StoreResult<Option<Member>> {
    members::table
        .filter(members::workspace_id.eq(workspace))
        .filter(members::id.eq(id))
        .select(of::<Member>())
        .maybe(conn)
}

/// Members by name in lower case, from behind a name and an id.
pub fn page(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: (&str, MemberId),
    limit: i64,
) -> StoreResult<Vec<Member>> {
    let (name, id) = after;
    members::table
        .filter(members::workspace_id.eq(workspace))
        .filter(lower(members::name).ge(name))
        .filter(lower(members::name).gt(name).or(members::id.gt(id)))
        .order((lower(members::name).asc(), members::id.asc()))
        .limit(limit)
        .select(of::<Member>())
        .all(conn)
}

/// The roles of some members.
pub fn roles_of_each(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MemberId],
) -> StoreResult<HashMap<MemberId, Roles>> {
    let rows: Vec<(MemberId, Role)> = member_roles::table
        .filter(member_roles::workspace_id.eq(workspace))
        .filter(member_roles::member_id.eq_any(ids))
        .select((member_roles::member_id, member_roles::role))
        .all(conn)?;
    let mut roles: HashMap<MemberId, Vec<Role>> = HashMap::new();
    for (id, role) in rows {
        roles.entry(id).or_default().push(role);
    }
    Ok(roles.into_iter().map(|(id, roles)| (id, roles.into_iter().collect())).collect())
}

/// Changes the name of a member, and whether they are shut out.
pub fn update(conn: &mut Conn, member: &Member) -> StoreResult<()> {
    diesel::update(members::table)
        .filter(members::workspace_id.eq(member.workspace_id))
        .filter(members::id.eq(member.id))
        .set((members::name.eq(&member.name), members::disabled_at.eq(member.disabled_at)))
        .run(conn)
        .map(drop)
}

/// Gives a member these roles and no others.
pub fn set_roles(conn: &mut Conn, workspace: WorkspaceId, id: MemberId, roles: Roles) -> StoreResult<()> {
    diesel::delete(member_roles::table)
        .filter(member_roles::workspace_id.eq(workspace))
        .filter(member_roles::member_id.eq(id))
        .run(conn)?;
    insert_roles(conn, workspace, id, roles)
}

/// How many members who are not shut out are admins.
pub fn count_admins(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<i64> {
    member_roles::table
        .inner_join(members::table.on(
            members::workspace_id.eq(member_roles::workspace_id).and(members::id.eq(member_roles::member_id)),
        ))
        .filter(member_roles::workspace_id.eq(workspace))
        .filter(member_roles::role.eq(Role::Admin))
        .filter(members::disabled_at.is_null())
        .count()
        .one(conn)
}

/// Tokens with their members, newest first, from behind a time and an id.
pub fn tokens(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: (Timestamp, TokenId),
    limit: i64,
) -> StoreResult<Vec<(Token, Member)>> {
    let (at, id) = after;
    tokens::table
        .inner_join(
            members::table
                .on(members::workspace_id.eq(tokens::workspace_id).and(members::id.eq(tokens::member_id))),
        )
        .filter(tokens::workspace_id.eq(workspace))
        .filter(tokens::created_at.le(at))
        .filter(tokens::created_at.lt(at).or(tokens::id.lt(id)))
        .order((tokens::created_at.desc(), tokens::id.desc()))
        .limit(limit)
        .select((of::<Token>(), of::<Member>()))
        .all(conn)
}

/// Makes a token work no more; whether it did until now.
pub fn revoke_token(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: TokenId,
    at: Timestamp,
) -> StoreResult<bool> {
    let revoked = diesel::update(tokens::table)
        .filter(tokens::workspace_id.eq(workspace))
        .filter(tokens::id.eq(id))
        .filter(tokens::revoked_at.is_null())
        .set(tokens::revoked_at.eq(at))
        .run(conn)?;
    Ok(revoked > 0)
}
