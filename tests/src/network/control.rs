//! How a story changes the line while people are on it.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{Line, Shared};

/// Takes one order after the other.
pub(super) async fn serve(listener: TcpListener, weather: Shared) {
    loop {
        if let Ok((mut socket, _)) = listener.accept().await {
            let said = obey(&mut socket, &weather).await;
            let reply = said.map_or_else(|error| format!("{error:#}\n"), |()| "ok\n".to_owned());
            // Whoever asked may be gone.
            let _ = socket.write_all(reply.as_bytes()).await;
        }
    }
}

async fn obey(socket: &mut TcpStream, weather: &Shared) -> Result<()> {
    let mut order = String::new();
    BufReader::new(socket).read_line(&mut order).await?;
    let line = parse(&order)?;
    weather.lock().expect("nobody panics while holding it").line = line;
    Ok(())
}

/// `<loss percent> <round trip in ms>`
fn parse(order: &str) -> Result<Line> {
    let (loss, round_trip) = order.trim().split_once(' ').context("loss and round trip are wanted")?;
    Ok(Line {
        loss_percent: loss.parse()?,
        round_trip: Duration::from_millis(round_trip.parse()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_names_loss_and_round_trip() {
        assert_eq!(parse("12.5 400\n").unwrap(), Line::new(12.5, 400));
        assert!(parse("12.5").is_err() && parse("a b").is_err());
    }
}
