//! What would go wrong, and why: looked at before a test runs.
//!
//! [`look`] asks and keeps what it saw as [`Observed`]; [`judge`] makes findings of it, without
//! I/O. Nothing here changes anything: reads, a socket that is opened and closed without a session
//! on it, and, only where asked for, writes that name a random id.

mod asked;
mod finding;
mod judge;
mod look;
mod observed;
mod role;

pub use asked::Asked;
pub use finding::{Check, Finding, Report, Status};
pub use judge::judge;
pub use observed::Observed;

use crate::error::{Error, Kind, Result};
use crate::model::ids::DeploymentId;
use crate::platform::{Call, Config};

/// Looks at everything within the call's deadline. An error only for input that can never work.
pub async fn examine(call: &Call, asked: Asked) -> Result<Report> {
    let config = call.client.config();
    let asked = Asked { deployment_id: asked.deployment_id.clone().or(own_deployment(config)?), ..asked };
    refuse_nothing(config, &asked)?;
    let observed = look::look(call, asked).await?;
    Ok(Report::new(judge(&observed), call.deadline.elapsed()))
}

fn own_deployment(config: &Config) -> Result<Option<DeploymentId>> {
    let parsed = config.deployment_id.as_deref().map(str::parse).transpose();
    parsed.map_err(|_| Error::new(Kind::InvalidInput, "The deployment id is not of the expected form."))
}

fn refuse_nothing(config: &Config, asked: &Asked) -> Result<()> {
    if asked.deployment_id.is_some() || config.has_credentials() || config.credential_source.is_some() {
        return Ok(());
    }
    Err(Error::new(Kind::InvalidInput, "There is nothing to look at: no deployment and no credentials.").hint(
        "Give deploymentId (or GENESYS_DEPLOYMENT_ID), or credentials (GENESYSCLOUD_OAUTHCLIENT_ID and _SECRET), or both.",
    ))
}
